/// `llm` nodes whose model may call tools: the model is asked, what it calls is run as the nodes
/// they are, and it is asked again with what came of it, so often as the node allows.
///
/// A tool that fails, arguments that do not fit and names that do not exist are told to the model;
/// only time, budgets and the model itself end the node.
@NullMarked
package io.promptflow4j.core.execution.acting;

import org.jspecify.annotations.NullMarked;
