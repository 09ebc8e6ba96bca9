// The least a Bolt app can be: with so many connections (one is what Bolt's own guide makes), and an answer as JSON.
const { App, SocketModeReceiver } = require('@slack/bolt');

const [connections, answer] = process.argv.slice(2);
const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl } = process.env;
const clientOptions = { slackApiUrl };
const receivers = Array.from(
  { length: Number(connections) },
  () => new SocketModeReceiver({ appToken, installerOptions: { clientOptions } }),
);
const app = new App({ token, receiver: receivers[0], clientOptions });
for (const receiver of receivers.slice(1)) receiver.init(app);

if (answer === 'none') {
  app.event('app_home_opened', async () => undefined);
} else {
  const payload = JSON.parse(answer);
  app.command('/oncall', ({ ack }) => ack(payload));
}

for (const receiver of receivers) receiver.start();
