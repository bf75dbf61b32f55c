/** The service's API page needs Swagger UI; served by ourselves, because no page of ours asks a third party's host. */
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const target = new URL('../dist/docs/', import.meta.url).pathname;
await mkdir(target, { recursive: true });
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE']) {
  await copyFile(join(source, file), join(target, file));
}
