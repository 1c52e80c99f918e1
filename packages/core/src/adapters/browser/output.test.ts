import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import { Playback } from './playback.js';

describe('the output of sounds', () => {
  const { setSinkId } = HTMLMediaElement.prototype;
  const sinks = new Map<HTMLMediaElement, string>();
  let refusing: boolean;
  let playback: Playback;

  beforeEach(() => {
    refusing = false;
    sinks.clear();
    // The first element takes every device; later ones refuse while the test says so, as a device that goes does.
    HTMLMediaElement.prototype.setSinkId = async function (this: HTMLMediaElement, id: string) {
      const isFirst = sinks.size === 0 || [...sinks.keys()][0] === this;
      if (refusing && !isFirst && id === 'headset') throw new DOMException('gone', 'NotFoundError');
      sinks.set(this, id);
    };
    playback = new Playback({ onBlocked: () => undefined, onUnlock: () => undefined });
  });
  afterEach(() => {
    playback.dispose();
    HTMLMediaElement.prototype.setSinkId = setSinkId;
  });

  it('stays where it was, all of it, when one of the sounds cannot move', async () => {
    await playback.choose('speaker', 'built-in');
    playback.open('speaker');
    playback.open('speaker');
    expect([...sinks.values()]).to.deep.equal(['built-in', 'built-in']);
    refusing = true;
    expect(await codeOf(playback.choose('speaker', 'headset'))).to.equal('devices/not-found');
    expect([...sinks.values()]).to.deep.equal(['built-in', 'built-in']);
    playback.open('speaker');
    expect([...sinks.values()].at(-1)).to.equal('built-in');
    refusing = false;
    await playback.choose('speaker', 'headset');
    expect([...sinks.values()]).to.deep.equal(['headset', 'headset', 'headset']);
  });
});
