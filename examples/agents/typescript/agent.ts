/** An agent that checks links: several at once, and none that was answered again until reset. */
import { serveAgent } from '@muster/agent-runtime/serve';

interface Answer {
  readonly status: number;
  /** Where redirections led. */
  readonly url: string;
}

const answers = new Map<string, Answer>();

async function check(link: string, signal: AbortSignal): Promise<Answer> {
  try {
    const { status, url } = await fetch(link, { method: 'HEAD', signal });
    return { status, url };
  } catch (error) {
    // What fetch throws says only that it failed; its cause says why.
    throw error instanceof Error ? (error.cause ?? error) : error;
  }
}

serveAgent({
  onTask: async (payload, { signal }) => {
    const link = String(payload);
    const answer = answers.get(link) ?? (await check(link, signal));
    answers.set(link, answer);
    return answer;
  },
  onReset: () => answers.clear(),
});
