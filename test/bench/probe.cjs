// Loaded before an app whose memory is measured: says how much it holds when it is asked.
process.on('message', () => {
  global.gc();
  process.send(process.memoryUsage().rss / 2 ** 20);
});
process.channel.unref();
