import { request } from '@playwright/test';
import { existsSync } from 'node:fs';

export const session = 'e2e/.auth/user.json';

/** Signs in once; whoever comes later reuses the session, until somebody removes the file. */
export default async function signIn() {
  if (existsSync(session)) return;
  const { BASE_URL: baseURL, TEST_EMAIL: email = 'olga@example.com', TEST_PASSWORD: password = 'open sesame' } = process.env;
  const api = await request.newContext({ baseURL });
  const answer = await api.post('/api/session', { data: { email, password } });
  if (!answer.ok()) throw new Error(`signing in for the suite: status ${answer.status()}`);
  await api.storageState({ path: session });
  await api.dispose();
}
