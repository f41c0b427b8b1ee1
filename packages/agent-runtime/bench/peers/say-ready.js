// The least a forked process can do to be ready: no import, one message.
process.send('ready');
