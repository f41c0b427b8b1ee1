// An agent on Muster's runtime that works with a real SDK: some hundred milliseconds of imports.
import { Mistral } from '@mistralai/mistralai';
import { serveAgent } from '@muster/agent-runtime/serve';

const client = new Mistral({ apiKey: 'none' });

serveAgent({
  onTask: async () => {
    const { typicalTask } = await import('./typical-task.js');
    return { ...(await typicalTask()), speaks: typeof client.chat.complete };
  },
});
