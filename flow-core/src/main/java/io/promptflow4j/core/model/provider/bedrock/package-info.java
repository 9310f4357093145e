/// Amazon Bedrock's Converse API (`https://docs.aws.amazon.com/bedrock/latest/APIReference`),
/// without Amazon's SDK.
///
/// Calls carry a Bedrock API key or are signed (Signature Version 4). Streams come in a binary form
/// with checksums, which are checked.
@NullMarked
package io.promptflow4j.core.model.provider.bedrock;

import org.jspecify.annotations.NullMarked;
