import { Hono } from 'hono';
import { html } from 'hono/html';
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
      : c.html(page(attempt));
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

function page(attempt: LedgerAttempt) {
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency: attempt.currency }).format(
    attempt.amountMinor / 10 ** fractionDigits(attempt.currency),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Test payment</title>
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
