#!/bin/sh
# Runs the scenarios of MCP's conformance suite that are about tools against served flows.
#
#   npm install && npm approve-scripts node ; ./mcp-conformance.sh
#
# PF names the command (../../../../pf), PORT the port (18944). What is not listed here is about resources,
# prompts, logging, completion, sampling, elicitation, progress, audio and subscriptions, which a flow doesn't have.
set -u
here=$(CDPATH='' cd "$(dirname "$0")" && pwd) || exit 1
pf=${PF:-$here/../../../../pf}
port=${PORT:-18944}
node=$here/node_modules/.bin/node
suite=$here/node_modules/@modelcontextprotocol/conformance/dist/index.js
failed=0

scenarios() { # flow scenario …
  flow=$1
  shift
  "$pf" flow serve --source "$here/flows/$flow" --port "$port" >/dev/null 2>&1 &
  server=$!
  tries=0
  until curl -s -o /dev/null "http://localhost:$port/health" || [ $tries -ge 120 ]; do
    tries=$((tries + 1))
    sleep 0.5
  done
  for scenario; do
    if "$node" "$suite" server --url "http://localhost:$port/mcp" --scenario "$scenario" >"$here/last.log" 2>&1; then
      echo "passed  $scenario"
    else
      echo "FAILED  $scenario"
      cat "$here/last.log"
      failed=1
    fi
  done
  kill "$server"
  wait "$server" 2>/dev/null
}

scenarios test_simple_text server-initialize ping tools-list tools-call-simple-text \
  server-sse-multiple-streams dns-rebinding-protection
scenarios test_error_handling tools-call-error
scenarios test_image_content tools-call-image
rm -f "$here/last.log"
exit $failed
