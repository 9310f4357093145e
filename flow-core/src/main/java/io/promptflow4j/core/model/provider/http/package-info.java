/// The one HTTP client for models, behind langchain4j's client interface: deadlines for every phase
/// of a call, a cap on what is read, no redirects, and enough HTTP/2 connections for many calls at
/// once.
@NullMarked
package io.promptflow4j.core.model.provider.http;

import org.jspecify.annotations.NullMarked;
