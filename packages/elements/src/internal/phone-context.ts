import type { Phone } from '@cadran/core';
import { createContext } from '@lit/context';

/**
 * The context that carries a phone to the elements below, by the Web Components Community Group's context protocol.
 * The key is a plain string, so that two copies of Cadran on a page, or a provider of your own, understand each other.
 */
export const phoneContext = createContext<Phone | undefined>('cadran-phone');
