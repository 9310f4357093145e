/// Endpoints and the deployments behind them, as data: which version of a flow answers under which
/// name, who gets how much of the traffic, and every change of that. What serves them is not here.
@NullMarked
package io.promptflow4j.core.deployment;

import org.jspecify.annotations.NullMarked;
