// A small bot on the official JavaScript Bolt, over Socket Mode or HTTP: it greets, asks, and sends a file.
// Its one argument is JSON: mode (socket or http), api, token, then appToken or else signingSecret and port.
// It says `ready` when it listens, and ends when its standard input does.
import bolt from "@slack/bolt";

const told = JSON.parse(process.argv[2]);

const app = new bolt.App({
  token: told.token,
  logLevel: bolt.LogLevel.WARN,
  clientOptions: { slackApiUrl: told.api, retryConfig: { retries: 0 } },
  ...(told.mode === "socket"
    ? { socketMode: true, appToken: told.appToken }
    : { signingSecret: told.signingSecret }),
});

/** @param {string} text @returns {import("@slack/types").PlainTextElement} */
const plain = (text) => ({ type: "plain_text", text });

/** @returns {import("@slack/types").KnownBlock[]} */
const greeting = () => [
  { type: "section", text: { type: "mrkdwn", text: "*Hello* from JavaScript" } },
  { type: "actions", elements: [{ type: "button", text: plain("Ask me"), action_id: "ask" }] },
];

/** @returns {import("@slack/types").ModalView} */
const asking = () => ({
  type: "modal",
  callback_id: "asked",
  title: plain("Your name"),
  submit: plain("Save"),
  close: plain("Cancel"),
  notify_on_close: true,
  blocks: [
    {
      type: "input",
      block_id: "name",
      label: plain("Name"),
      element: { type: "plain_text_input", action_id: "words" },
    },
  ],
});

app.message("hello", async ({ say }) => {
  await say({ text: "Hello from JavaScript", blocks: greeting() });
});

app.message("report", async ({ client, message }) => {
  await client.filesUploadV2({
    channel_id: message.channel,
    filename: "report.txt",
    title: "The report",
    content: "All is well.",
    initial_comment: "Here it is",
  });
});

app.event("message", async ({ event, say }) => {
  const file = "files" in event ? event.files?.[0] : undefined;
  if (!file) return;
  const answer = await fetch(file.url_private_download ?? "", {
    headers: { Authorization: `Bearer ${told.token}` },
  });
  await say(`${file.name} says: ${await answer.text()}`);
});

app.event("app_home_opened", async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: { type: "home", blocks: greeting() } });
});

app.event("member_joined_channel", async ({ event, say }) => {
  await say(`Welcome <@${event.user}>`);
});

app.command("/greet", async ({ ack, respond, command }) => {
  await ack(`Greeting ${command.text}`);
  await respond({ response_type: "in_channel", text: `Everybody, this is ${command.text}` });
});

app.shortcut("wave", async ({ ack, client, shortcut }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: asking() });
});

app.shortcut({ type: "message_action", callback_id: "keep" }, async ({ ack, client, shortcut }) => {
  await ack();
  await client.chat.postEphemeral({
    channel: shortcut.channel.id,
    user: shortcut.user.id,
    text: `Kept: ${shortcut.message.text}`,
  });
});

app.action({ type: "block_actions", action_id: "ask" }, async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: asking() });
});

app.view("asked", async ({ ack, body, view, client }) => {
  const name = view.state.values.name.words.value;
  if (name === "nobody") {
    await ack({ response_action: "errors", errors: { name: "That is nobody" } });
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `Nice to meet you, ${name}` });
});

app.view({ type: "view_closed", callback_id: "asked" }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: "Another time, then" });
});

process.stdin.on("end", () => process.exit()).resume();
await app.start({ port: told.port, host: "127.0.0.1" });
process.stdout.write("ready\n");
