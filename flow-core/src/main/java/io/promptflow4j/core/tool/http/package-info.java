/// Requests to web services as tools of a flow.
///
/// A request is a plan whose texts are templates; [HttpTool] fills it and sends it through the
/// guarded client that calls of models go through. Where it may go is decided anew for each address
/// and each redirect. Secrets come from connections alone and are in no trace.
@NullMarked
package io.promptflow4j.core.tool.http;

import org.jspecify.annotations.NullMarked;
