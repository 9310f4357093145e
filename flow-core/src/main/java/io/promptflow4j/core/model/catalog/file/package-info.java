/// Reads catalogs: the one that is built in, kept as JSON lines beside this package, and the file
/// in which somebody adds to it or corrects it. `Catalogs` is the door.
@NullMarked
package io.promptflow4j.core.model.catalog.file;

import org.jspecify.annotations.NullMarked;
