export { SIGNATURE_HEADER, signWebhook, webhookIsGenuine } from './signature.ts';
