import type { SessionUser } from '#lib/net/api.js';

declare global {
  namespace App {
    interface Error {
      message: string;
      code?: string;
    }
    interface PageData {
      user?: SessionUser;
    }
  }
}

export {};
