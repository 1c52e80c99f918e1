import './define.js';

export { createPhone } from '@cadran/core';
export * from './index.js';
