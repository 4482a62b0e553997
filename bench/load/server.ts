// A target that does nothing: it answers every request with the same few bytes.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const BODY = JSON.stringify({ available: 0, total: 0, sections: [] });

const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(BODY);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('disconnect', () => process.exit(0));
