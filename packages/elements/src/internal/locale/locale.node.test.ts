import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CallState } from '@cadran/core';

import { en } from './en.js';
import { endSentence } from './end-sentence.js';
import { clockDuration, spokenDuration, timeOfDay } from './format.js';
import { fr } from './fr.js';
import { setStrings, stringsFor, watchStrings, type Strings } from './strings.js';

const languages: Readonly<Record<string, Strings>> = { en, fr };

for (const [language, strings] of Object.entries(languages)) {
  describe(`the words of ${language}`, () => {
    for (const [key, said] of Object.entries(strings)) {
      const text = typeof said === 'string' ? said : said('Bob');
      test(`${key} is short and calm`, () => {
        assert.notEqual(text.trim(), '');
        assert.ok(!text.includes('!'), 'no exclamation mark');
        const sentences = text.split(/[.?…](?=\s|$)/).filter((part) => part.trim());
        assert.ok(sentences.length <= 2, 'at most two sentences');
        assert.ok(text.length <= 100, `${text.length} characters`);
      });
    }
  });
}

test('French is French', () => {
  const same = Object.keys(en).filter((key) => {
    const [one, other] = [en[key as keyof Strings], fr[key as keyof Strings]];
    return typeof one === 'string' && one === other;
  });
  // Words that both languages write alike.
  assert.ok(same.length <= 4, same.join(', '));
});

describe('stringsFor', () => {
  test('takes the nearest language and keeps the region for Intl', () => {
    assert.equal(stringsFor('fr-CA').words, fr);
    assert.equal(stringsFor('fr-CA').locale, 'fr-CA');
    assert.equal(stringsFor('FR').words, fr);
  });

  test('speaks English, and says so, where it does not know the language', () => {
    for (const tag of ['de', '', 'not a tag', '-', 'x'.repeat(1000)]) {
      assert.deepEqual(stringsFor(tag), { words: en, locale: 'en' });
    }
  });

  test('setStrings replaces some words, adds a language and tells', () => {
    let heard = 0;
    const end = watchStrings(() => (heard += 1));
    setStrings('fr', { hangUp: 'Fin' });
    assert.equal(stringsFor('fr-FR').words.hangUp, 'Fin');
    assert.equal(stringsFor('fr').words.answer, fr.answer);
    setStrings('eo', { hangUp: 'Fini' });
    assert.equal(stringsFor('eo').words.hangUp, 'Fini');
    assert.equal(stringsFor('eo').words.answer, en.answer);
    assert.equal(stringsFor('eo').locale, 'eo');
    assert.equal(heard, 2);
    end();
    setStrings('fr', { hangUp: fr.hangUp });
    assert.equal(heard, 2);
  });
});

describe('numbers and times', () => {
  test('a clock', () => {
    assert.equal(clockDuration(7_999, 'en'), '0:07');
    assert.equal(clockDuration(725_000, 'fr'), '12:05');
    assert.equal(clockDuration(3_725_000, 'en'), '1:02:05');
    assert.equal(clockDuration(-5, 'en'), '0:00');
    assert.equal(clockDuration(7_000, 'ar-EG'), '٠:٠٧');
    assert.equal(clockDuration(3_600_000, 'fr-CA-u-nu-deva'), '१:००:००');
  });

  test('as one says it', () => {
    assert.equal(spokenDuration(125_000, 'en'), '2 minutes, 5 seconds');
    assert.equal(spokenDuration(0, 'en'), '0 seconds');
    assert.match(spokenDuration(3_600_000, 'fr'), /^1.heure$/);
  });

  test('the time of day', () => {
    const noon = new Date(2026, 0, 1, 14, 5).getTime();
    assert.equal(timeOfDay(noon, 'fr'), '14:05');
    assert.match(timeOfDay(noon, 'en'), /^2:05.PM$/);
  });
});

describe('endSentence', () => {
  const call = (change: Partial<CallState>): CallState =>
    ({ direction: 'outgoing', ...change }) as CallState;

  test('says nothing while the call lasts', () => {
    assert.equal(endSentence(call({}), en), undefined);
  });

  test('an incoming call that nobody took is a missed call', () => {
    const ended = { by: 'remote', reason: 'cancelled' } as const;
    assert.equal(endSentence(call({ direction: 'incoming', ended }), en), en.missedCall);
    assert.equal(endSentence(call({ ended }), en), en['ended/cancelled']);
    assert.equal(
      endSentence(call({ direction: 'incoming', activeAt: 1, ended }), en),
      en['ended/cancelled'],
    );
  });

  test('one taken by another telephone is not', () => {
    const ended = { by: 'remote', reason: 'answered-elsewhere' } as const;
    assert.equal(
      endSentence(call({ direction: 'incoming', ended }), fr),
      'Pris par un autre poste',
    );
  });

  test('a coded cause is said instead of the reason', () => {
    const ended = {
      by: 'system',
      reason: 'media-failed',
      code: 'media/permission-denied',
    } as const;
    assert.equal(endSentence(call({ ended }), en), en['media/permission-denied']);
  });

  test('says that the connection was lost, whatever broke first', () => {
    const ended = { by: 'system', reason: 'connection-lost', code: 'media/failed' } as const;
    assert.equal(endSentence(call({ ended }), en), en['ended/connection-lost']);
  });
});
