import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** Stages of a secret in its rotation, as Secrets Manager names them. */
export type Stage = 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';

/** The secret's text at a stage, as it is now; undefined when the secret, or that version of it, has nothing at that stage. */
export type SecretReader = (secret: string, stage?: Stage, version?: string) => Promise<string | undefined>;

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 3_000;

/** Reads from Secrets Manager. The client is made by the first reading. */
export function secretsManagerReader(): SecretReader {
  let client: SecretsManagerClient | undefined;
  return async (secret, stage = 'AWSCURRENT', version) => {
    client ??= new SecretsManagerClient({
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
    try {
      const command = new GetSecretValueCommand({
        SecretId: secret,
        VersionStage: stage,
        VersionId: version,
      });
      return (await client.send(command)).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
}

/** @throws Error when there is no such secret. */
export async function requireSecret(read: SecretReader, secret: string): Promise<string> {
  const value = await read(secret);
  if (value === undefined || value === '') throw new Error(`the secret ${secret} has no value`);
  return value;
}
