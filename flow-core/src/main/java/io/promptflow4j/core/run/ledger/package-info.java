/// Opens the ledger of spending for models, which know nothing of stores.
@NullMarked
package io.promptflow4j.core.run.ledger;

import org.jspecify.annotations.NullMarked;
