/// Endpoint and deployment files, `endpoint.yaml` and `deployment.yaml`, in the form that users of
/// Azure know. Reads what a file asks for, with every mistake and its place.
@NullMarked
package io.promptflow4j.core.deployment.file;

import org.jspecify.annotations.NullMarked;
