import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import type { LedgerAttempt } from './ledger.ts';
import type { TestPaymentProvider } from './test-payment-provider.ts';

const instruction = z.strictObject({
  outcome: z.enum(['approve', 'decline']),
  decideAfterMs: z.number().int().min(0).max(3_600_000).optional(),
  webhookCopies: z.number().int().min(0).max(5).optional(),
  webhookAfterMs: z.number().int().min(0).max(3_600_000).optional(),
});

/** The payment page of the test provider: `GET /:ref` for people, `POST /:ref` with a form or a JSON `PayInstruction`. */
export function testProviderApp(provider: TestPaymentProvider, options: { path: string }): Hono {
  const app = new Hono().basePath(options.path);

  app.get('/:ref', (c) => {
    const attempt = provider.attempt(c.req.param('ref'));
    return attempt === undefined
      ? c.text('No such payment. Go back to the shop and start again.', 404)
      : c.html(page(attempt), 200, { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' });
  });

  app.post('/:ref', async (c) => {
    const providerRef = c.req.param('ref');
    const attempt = provider.attempt(providerRef);
    if (attempt === undefined) return c.json({ error: 'no such payment attempt' }, 404);
    const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
    const body: unknown = isForm
      ? formInstruction(await c.req.parseBody())
      : await c.req.json().catch(() => undefined);
    const parsed = instruction.safeParse(body);
    if (!parsed.success) return c.json({ error: 'expected {"outcome": "approve" | "decline", …}' }, 400);
    const { outcome, decideAfterMs, webhookCopies, webhookAfterMs } = parsed.data;
    const status = await provider.pay(providerRef, {
      outcome,
      ...(decideAfterMs === undefined ? {} : { decideAfterMs }),
      ...(webhookCopies === undefined ? {} : { webhookCopies }),
      ...(webhookAfterMs === undefined ? {} : { webhookAfterMs }),
    });
    return isForm ? c.redirect(attempt.returnUrl, 303) : c.json({ status });
  });

  return app;
}

function formInstruction(form: Record<string, unknown>): unknown {
  if (form.button === 'slow') return { outcome: 'approve', decideAfterMs: 20_000 };
  return { outcome: form.button };
}

/** Plain, and unlike the shop: whoever rehearses should see that they have left it. */
const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#eef0f6, #12141c); color: light-dark(#1b1e23, #eceae5); }
main { max-width: 26rem; margin: 8vh auto; padding: 1.5rem; box-sizing: border-box; background: light-dark(#fff, #1d2029); border: 2px dashed light-dark(#5b3a8c, #b79ae6); border-radius: 0.75rem; }
h1 { font-size: 1.4rem; margin: 0 0 0.25em; }
form { display: grid; gap: 0.75rem; margin-block: 1.25rem; }
button { font: inherit; font-weight: 600; min-height: 3rem; border-radius: 0.5rem; border: 1px solid light-dark(#5b3a8c, #b79ae6); background: transparent; color: inherit; cursor: pointer; }
button[value='approve'] { background: light-dark(#5b3a8c, #b79ae6); color: light-dark(#fff, #1d2029); }
a { color: light-dark(#5b3a8c, #b79ae6); }
`;

/** Nothing but its own style, and its form to itself. */
const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

function page(attempt: LedgerAttempt) {
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency: attempt.currency }).format(
    attempt.amountMinor / 10 ** fractionDigits(attempt.currency),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Test payment</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <main>
          <h1>Test payment of ${amount}</h1>
          <p>No money moves here. State of this attempt: <strong>${attempt.status}</strong>.</p>
          <form method="post">
            <button name="button" value="approve">Approve</button>
            <button name="button" value="decline">Decline</button>
            <button name="button" value="slow">Approve in 20 seconds</button>
          </form>
          <p><a href="${attempt.returnUrl}">Back to the shop without paying</a></p>
        </main>
      </body>
    </html>`;
}

function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
