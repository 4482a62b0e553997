import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Nothing of the outside: no sandbox helpers, no GPU, no calls home. Every launch has a profile of its own, made and removed by playwright. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One Chromium for a test file, at `program`; the caller looked it up with `requireProgram`. */
export function launchBrowser(program: string): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: FLAGS, headless: true });
}

export interface Visitor extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page and nobody caught: errors, refusals by the Content-Security-Policy, requests to other sites. */
  readonly troubles: readonly string[];
  /** Lets so much time pass, for what must not happen. */
  idle(ms: number): Promise<void>;
}

export interface VisitorOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  readonly width?: number;
  readonly height?: number;
  readonly hasTouch?: boolean;
  readonly isMobile?: boolean;
  readonly javaScriptEnabled?: boolean;
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/** Somebody with a browser of their own: other cookies, other storage. */
export async function newVisitor(
  browser: Browser,
  siteUrl: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const { width = 1280, height = 800, locale = 'en-GB', ...rest } = options;
  const context = await browser.newContext({
    baseURL: siteUrl,
    viewport: { width, height },
    locale,
    ...rest,
  });
  context.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  context.on('weberror', (error) => troubles.push(String(error.error())));
  context.on('console', (message) => {
    if (/Content.Security.Policy|Uncaught/.test(message.text())) troubles.push(message.text());
  });
  context.on('request', (request) => {
    if (!request.url().startsWith(siteUrl) && /^https?:/.test(request.url()))
      troubles.push(`asked ${request.url()}`);
  });
  return {
    context,
    page: await context.newPage(),
    troubles,
    idle: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async [Symbol.asyncDispose]() {
      // What a page still asks for when it is closed is nobody's trouble.
      await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })));
      await context.close();
    },
  };
}
