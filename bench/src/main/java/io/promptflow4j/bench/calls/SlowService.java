package io.promptflow4j.bench.calls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A service of OpenAI's protocol over TLS and HTTP/2, with Jetty's usual 128 streams a connection:
/// paths that begin with `/slow` are answered after 200 ms, all others at once.
///
/// `SlowService PORT KEYSTORE [STREAMS]` (PKCS#12, password `password`).
public final class SlowService {

  private static final int DELAY_MS = 200;
  private static final byte[] REPLY =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,\
      "message":{"role":"assistant","content":"An answer of a dozen words, as a model might well \
      give it."},"finish_reason":"stop"}],"usage":{"prompt_tokens":300,"completion_tokens":12,\
      "total_tokens":312}}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private SlowService() {}

  /// Serves until the process ends.
  public static void main(String[] arguments) throws Exception {
    var server = new Server();
    var tls = new SslContextFactory.Server();
    tls.setKeyStorePath(arguments[1]);
    tls.setKeyStorePassword("password");
    var http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    var http2 = new HTTP2ServerConnectionFactory(http);
    if (arguments.length > 2) {
      http2.setMaxConcurrentStreams(Integer.parseInt(arguments[2]));
    }
    var connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            http2,
            new HttpConnectionFactory(http));
    connector.setPort(Integer.parseInt(arguments[0]));
    connector.setAcceptQueueSize(4096);
    server.addConnector(connector);
    server.setHandler(new Answers());
    server.start();
    new CountDownLatch(1).await();
  }

  private static final class Answers extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Source.asByteBuffer(
          request, Promise.from(_ -> answer(request, response, callback), callback::failed));
      return true;
    }

    private static void answer(Request request, Response response, Callback callback) {
      Runnable write =
          () -> {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, ByteBuffer.wrap(REPLY), callback);
          };
      if (request.getHttpURI().getPath().startsWith("/slow")) {
        var _ =
            request.getComponents().getScheduler().schedule(write, DELAY_MS, TimeUnit.MILLISECONDS);
      } else {
        write.run();
      }
    }
  }
}
