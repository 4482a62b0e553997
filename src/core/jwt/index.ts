export {
  type JsonObject,
  type JwtExpectation,
  type JwtFailure,
  type JwtVerification,
  MAX_JWT_LENGTH,
  signJwt,
  unverifiedPayload,
  verifyJwt,
} from './jwt.ts';
