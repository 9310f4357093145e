package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PythonConnectionTest {

  private static final String CANARY = "canary-7f3a91";

  private PythonFlow flow;

  @BeforeEach
  void open(@TempDir Path folder) {
    flow = new PythonFlow(folder);
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private static Argument connected(
      ConnectionType type, Map<String, String> settings, String secret, String... customType) {
    return new Argument.Connected(
        new Connection(
            "mine",
            type,
            new LinkedHashMap<>(settings),
            new LinkedHashMap<>(Map.of(secret, new Secret(CANARY))),
            Optional.of(String.join("", customType)).filter(name -> !name.isEmpty())));
  }

  @Test
  void areObjectsOfTheirClassWithAttributes() throws Exception {
    flow.file(
        "t.py",
        """
        from typing import Union
        from promptflow.core import tool
        from promptflow.connections import AzureOpenAIConnection, OpenAIConnection

        @tool
        def f(connection: Union[AzureOpenAIConnection, OpenAIConnection]):
            print(connection, vars(connection), [connection.api_key])
            return [
                type(connection).__name__, connection.name, connection.api_base,
                connection.api_version, connection.api_type, len(connection.api_key),
                sorted(dict(connection)), repr(connection),
            ]
        """);
    var azure =
        connected(ConnectionType.AZURE_OPEN_AI, Map.of("api_base", "https://a.example"), "api_key");

    var result = flow.call("t.py", "connection", azure);

    assertThat(result.value().toPlain())
        .isEqualTo(
            List.of(
                "AzureOpenAIConnection",
                "mine",
                "https://a.example",
                "2024-02-01",
                "azure",
                (long) CANARY.length(),
                List.of(
                    "api_base", "api_key", "api_type", "api_version", "auth_mode", "resource_id"),
                "AzureOpenAIConnection(name='mine', api_base='https://a.example',"
                    + " api_type='azure', api_version='2024-02-01', auth_mode='key',"
                    + " resource_id=None, api_key='******')"));
    assertThat(result.logs()).noneMatch(line -> line.contains(CANARY));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void showTheirSecretInNoProcessWhileTheToolRuns() throws Exception {
    flow.file(
        "t.py",
        """
        import glob, os
        from promptflow.core import tool
        from promptflow.connections import OpenAIConnection

        def holds(name, secret):
            try:
                with open(name, "rb") as file:
                    return secret in file.read()
            except OSError:
                return False

        @tool
        def f(connection: OpenAIConnection):
            secret = connection.api_key.encode()
            mine = ["/proc/%d/environ" % pid for pid in (os.getpid(), os.getppid())]
            seen = glob.glob("/proc/[0-9]*/cmdline") + mine
            return [len(secret), len(seen) > 3, [name for name in seen if holds(name, secret)]]
        """);
    var connection = connected(ConnectionType.OPEN_AI, Map.of(), "api_key");

    assertThat(flow.value("t.py", "connection", connection))
        .isEqualTo(List.of((long) CANARY.length(), true, List.of()));
  }

  @Test
  void ofTheCustomKindGiveSettingsAndSecretsAsAttributesToo() throws Exception {
    flow.file(
        "t.py",
        """
        import copy
        from promptflow.core import tool
        from promptflow.connections import CustomConnection

        @tool
        def f(c: CustomConnection):
            c = copy.deepcopy(c)
            os = {"key": c.key == c.secrets["key"] == c["key"], "url": c.url, "u": c.configs["url"]}
            return [os, c.is_secret("key"), c.is_secret("url"), hasattr(c, "nothing")]
        """);
    var custom = connected(ConnectionType.CUSTOM, Map.of("url", "u1"), "key");

    assertThat(flow.value("t.py", "c", custom))
        .isEqualTo(List.of(Map.of("key", true, "url", "u1", "u", "u1"), true, false, false));
  }

  @Test
  void becomeTheAuthorsOwnClassWhereOneIsAskedFor() throws Exception {
    flow.file(
        "t.py",
        """
        from __future__ import annotations
        from promptflow.core import tool
        from promptflow.connections import CustomStrongTypeConnection
        from promptflow.contracts.types import Secret

        class Search(CustomStrongTypeConnection):
            key: Secret
            url: str = "default"

            def twice(self):
                return self.url * 2

        @tool
        def f(c: Search):
            c.url = c.url + "!"
            return [c.twice(), len(c.key), "key" in c.secrets, repr(c)]
        """);
    var custom = connected(ConnectionType.CUSTOM, Map.of("url", "u"), "key");

    assertThat(flow.value("t.py", "c", custom))
        .isEqualTo(
            List.of(
                "u!u!",
                (long) CANARY.length(),
                true,
                "Search(name='mine', url='u!', key='******')"));
  }

  @Test
  void canNotBeReturned() throws Exception {
    flow.file("t.py", "from promptflow.core import tool\n@tool\ndef f(c):\n    return {'c': c}\n");
    var custom = connected(ConnectionType.CUSTOM, Map.of(), "key");

    assertThat(flow.failure("t.py", "c", custom))
        .hasMessageContaining("result['c'] is a connection; a tool can't return its secrets");
  }

  @Test
  void neverShowTheirSecretsInAFailure() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool
        from promptflow.tracing import trace

        @trace
        def ask(key, client):
            raise ValueError("401: wrong key " + key)

        @tool
        def f(c):
            print("using", c.key)
            ask(c.key, c)
        """);
    var tool = flow.tool("t.py");
    var call =
        new ToolCall(
            "n",
            PythonFlow.arguments("c", connected(ConnectionType.CUSTOM, Map.of(), "key")),
            PythonFlow.LIMIT);

    var failure = catchThrowableOfType(ToolException.class, () -> tool.call(call));

    assertThat(failure).hasMessage("'f' (t.py:6) raised ValueError: 401: wrong key ******");
    assertThat(failure.details().toString()).contains("using ******").doesNotContain(CANARY);
  }

  @Test
  void belongToTheConstructorOfAClassToo() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool, ToolProvider
        from promptflow.connections import SerpConnection

        class Search(ToolProvider):
            def __init__(self, connection: SerpConnection):
                self.size = len(connection.api_key)

            @tool
            def find(self, text):
                return [text, self.size]
        """);

    assertThat(
            flow.value(
                "t.py",
                "text",
                "x",
                "connection",
                connected(ConnectionType.SERP, Map.of(), "api_key")))
        .isEqualTo(List.of("x", (long) CANARY.length()));
  }

  @Test
  void ofAVendorAreOpenAisIfItSpeaksTheSameElseItsOwn() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool
        from promptflow.connections import OpenAIConnection

        @tool
        def f(connection: OpenAIConnection):
            return [type(connection).__name__, connection.base_url, len(connection.api_key)]
        """);

    assertThat(
            flow.value("t.py", "connection", connected(ConnectionType.GROQ, Map.of(), "api_key")))
        .isEqualTo(
            List.of("OpenAIConnection", "https://api.groq.com/openai/v1", (long) CANARY.length()));
    assertThat(
            flow.value(
                "t.py", "connection", connected(ConnectionType.ANTHROPIC, Map.of(), "api_key")))
        .isEqualTo(
            List.of("VendorConnection", "https://api.anthropic.com", (long) CANARY.length()));
  }
}
