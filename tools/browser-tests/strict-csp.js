// @ts-check
/**
 * Serves every test page under the strictest policy that Cadran promises to run under, and keeps
 * the violations the browser reports, so that one of them fails the run.
 */
import { createHash } from 'node:crypto';

const reportPath = '/__csp-violation';

/**
 * The policy of docs/guide, as one header. Trusted Types: Lit's own policy and ours, no other.
 *
 * @param {string[]} scriptHashes of the test runner's own inline scripts; code under test has none
 */
function policy(scriptHashes) {
  return [
    "default-src 'none'",
    `script-src 'self' ${scriptHashes.join(' ')}`,
    "style-src 'self'",
    "connect-src 'self' ws:",
    "media-src 'self' blob:",
    "img-src 'self' data:",
    "worker-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html cadran',
    `report-uri ${reportPath}`,
  ].join('; ');
}

/** @param {string} html */
function inlineScriptHashes(html) {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
}

/** @typedef {{ testFile: string, text: string }} Violation */

/**
 * @param {Record<string, unknown>} report the body of a browser's report-uri POST
 * @returns {Violation}
 */
function describeViolation(report) {
  const page = new URL(String(report['document-uri']));
  const directive = String(report['effective-directive'] ?? report['violated-directive']);
  const where = `${report['source-file'] ?? '?'}:${report['line-number'] ?? '?'}`;
  const sample = report['script-sample'] ? ` "${report['script-sample']}"` : '';
  return {
    testFile: page.searchParams.get('wtr-session-id') ?? page.pathname,
    text: `${directive} blocked ${report['blocked-uri']}${sample} at ${where}`,
  };
}

/** @param {AsyncIterable<Buffer>} request */
async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** @param {Violation[]} violations where to keep what browsers report */
export function strictCsp(violations) {
  /** @type {NonNullable<import('@web/test-runner').TestRunnerConfig['middleware']>[number]} */
  return async function serveStrictly(context, next) {
    if (context.path === reportPath) {
      const body = await readJson(context.req);
      violations.push(describeViolation(body['csp-report']));
      context.status = 204;
      return;
    }
    await next();
    if (!context.response.is('html') || typeof context.body !== 'string') return;
    context.set('Content-Security-Policy', policy(inlineScriptHashes(context.body)));
  };
}
