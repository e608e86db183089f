import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import type { Delta } from '@yingji/core';
import { createEntries, detector } from '@yingji/core/testing';
import { connectOver } from '@yingji/core/wire';

describe('the view of another thread', () => {
  it('comes over a port handed to it, and ends when the thread does', async () => {
    const { port1, port2 } = new MessageChannel();
    const entry = JSON.stringify(createEntries().put(...detector('1')));
    const code = `
      const { workerData: port } = await import('node:worker_threads');
      const { createLocalView, systemClock: clock, systemIds: ids } = await import('${import.meta.resolve('@yingji/core')}');
      const { createHub, serveOver } = await import('${import.meta.resolve('@yingji/core/wire')}');
      const view = createLocalView({ now: clock.now() });
      view.apply([${entry}], clock.now());
      const hub = createHub({ city: 'test', view, clock, ids });
      serveOver(port, { hub, actor: { id: 'u', masked: '', roles: [], scope: [] } });`;
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
      workerData: port1,
      transferList: [port1 as never],
    });
    const remote = connectOver(port2);
    const codes: (string | undefined)[] = [];
    remote.health$.subscribe(({ code }) => codes.push(code));
    const first = await new Promise<Delta>((resolve, reject) => {
      thread.once('error', reject);
      remote.select({ kind: 'device' }).subscribe(resolve);
    });
    expect(first.put.map(({ id }) => id)).to.deep.equal([detector('1')[0]]);
    await thread.terminate();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(codes.at(-1)).to.equal('port-closed');
    remote.close();
  });
});
