/// Models on online endpoints of Azure Machine Learning, as prompt flow's tool "Open Model LLM"
/// calls them: Llama 2, Dolly, GPT-2 and Falcon, behind a custom connection that says where they
/// are and of which family. The service has one request and one answer, no stream and no count of
/// tokens.
@NullMarked
package io.promptflow4j.core.model.provider.openmodel;

import org.jspecify.annotations.NullMarked;
