// Calls a served chat flow, and a gateway, with OpenAI's client for Node.
//
//   npm install && node openai-client.mjs http://localhost:8080/v1 [MODEL] [KEY]
//
// The server is `pf flow serve --source ../../../../samples/chat`, `pf endpoint serve` (…/endpoints/NAME/v1) or
// `pf gateway serve`. Ends with 1 at the first answer that is not as it should be.
import assert from "node:assert/strict";
import OpenAI from "openai";

const [baseURL, wanted, apiKey = "none"] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert.ok(models.length > 0, "there is a model");
const model = wanted ?? models[0];
console.log(`models: ${models.join(", ")}`);

const messages = [{ role: "user", content: "What can I see in Vienna?" }];
const whole = await client.chat.completions.create({ model, messages });
assert.equal(whole.object, "chat.completion");
assert.equal(whole.choices[0].finish_reason, "stop");
assert.ok(whole.choices[0].message.content.length > 0);
assert.equal(whole.usage.total_tokens, whole.usage.prompt_tokens + whole.usage.completion_tokens);
console.log("chat.completions, whole: passed");

const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
let text = "";
let usage = null;
let end = null;
for await (const piece of stream) {
  text += piece.choices[0]?.delta?.content ?? "";
  end = piece.choices[0]?.finish_reason ?? end;
  usage = piece.usage ?? usage;
}
assert.ok(text.length > 0);
assert.equal(end, "stop");
assert.ok(usage.total_tokens > 0);
console.log("chat.completions, in pieces: passed");

await assert.rejects(client.chat.completions.create({ model: "nobody", messages }), (wrong) => {
  assert.ok(wrong instanceof OpenAI.NotFoundError, String(wrong));
  assert.ok(wrong.message.length > 0);
  return true;
});
await assert.rejects(client.chat.completions.create({ model, messages: [] }), OpenAI.BadRequestError);
console.log("errors: passed");

const aborted = await client.chat.completions.create({ model, messages, stream: true });
aborted.controller.abort();
console.log("a stream that is given up: passed");

if (!process.argv.includes("--gateway")) {
  const answer = await client.responses.create({ model, input: "What can I see in Vienna?" });
  assert.equal(answer.status, "completed");
  assert.ok(answer.output_text.length > 0);
  const events = [];
  for await (const event of await client.responses.create({ model, input: "And in Graz?", stream: true })) events.push(event.type);
  assert.equal(events[0], "response.created");
  assert.equal(events.at(-1), "response.completed");
  assert.ok(events.includes("response.output_text.delta"));
  console.log("responses, whole and in pieces: passed");
}
