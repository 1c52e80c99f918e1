import './define.js';
import { CadranPhone } from './phone/phone.js';

export * from './index.js';

CadranPhone.workerUrl = workerUrl();

/** The worker is of the same version as this file, which the query of the address may name. */
function workerUrl(): string {
  const here = new URL(import.meta.url);
  return new URL(`cadran-worker.js${here.search}`, here).href;
}
