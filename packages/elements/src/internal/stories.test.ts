import { expect, fixtureSync, html } from '@open-wc/testing';

import { stories as callList } from '../call-list/call-list.stories.js';
import { stories as call } from '../call/call.stories.js';
import '../define.js';
import { stories as devicePicker } from '../device-picker/device-picker.stories.js';
import { stories as dialButton } from '../dial-button/dial-button.stories.js';
import { stories as dialpad } from '../dialpad/dialpad.stories.js';
import { stories as incomingCall } from '../incoming-call/incoming-call.stories.js';
import { stories as presence } from '../presence/presence.stories.js';
import { stories as softphone } from '../softphone/softphone.stories.js';
import type { Story } from './story.js';

const storiesByElement: Readonly<Record<string, readonly Story[]>> = {
  call,
  'call-list': callList,
  'device-picker': devicePicker,
  'dial-button': dialButton,
  dialpad,
  'incoming-call': incomingCall,
  presence,
  softphone,
};

async function settled(place: HTMLElement): Promise<void> {
  for (const element of place.querySelectorAll('*')) {
    await (element as { updateComplete?: Promise<unknown> }).updateComplete;
  }
}

for (const [element, stories] of Object.entries(storiesByElement)) {
  describe(`every state of cadran-${element} is accessible`, () => {
    for (const story of stories) {
      it(story.name, async () => {
        const place = fixtureSync<HTMLElement>(html`<div>${story.render()}</div>`);
        await settled(place);
        // Half-way through a change of colour the contrast is neither the one nor the other.
        place.style.setProperty('--cadran-duration-fast', '0s');
        await story.play?.(place);
        await expect(place).to.be.accessible();
      });
    }
  });
}
