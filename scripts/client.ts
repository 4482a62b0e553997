// Makes the typed client from the service's OpenAPI document: `node scripts/client.ts`. The result is committed; a test says when it is stale.

import { writeFileSync } from 'node:fs';
import { GENERATED_CLIENT, generateClient } from './lib/generate-client.ts';

writeFileSync(GENERATED_CLIENT, await generateClient());
