// The smallest agent on Muster's runtime. What its task takes is imported with the first task, so
// that a cold start does not pay for it.
import { serveAgent } from '@muster/agent-runtime/serve';

serveAgent({
  onTask: async () => {
    const { typicalTask } = await import('./typical-task.js');
    return typicalTask();
  },
});
