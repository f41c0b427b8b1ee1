/** Counts the distinct words of texts: a pipeline of old tools, made an agent, and four of them. */
import { fileURLToPath } from 'node:url';
import { createExecLauncher } from '@muster/agent-runtime';

const words = "tr -cs A-Za-z '\\n' | sort -u | grep -c .";
const spec = {
  command: fileURLToPath(new URL('agent.sh', import.meta.url)),
  args: ['sh', '-c', words],
};
const launcher = await createExecLauncher();
const agents = await Promise.all(Array.from({ length: 4 }, () => launcher.launch(spec)));

const texts = ['to be or not to be', 'a rose is a rose', 'tomorrow', 'never say never again', '42'];
const counts = await Promise.allSettled(
  texts.map((text, index) => agents[index % agents.length]!.run(text)),
);
for (const [index, count] of counts.entries()) {
  const outcome = count.status === 'fulfilled' ? count.value : count.reason;
  process.stdout.write(`${texts[index]}: ${String(outcome)}\n`);
}
await launcher.close();
