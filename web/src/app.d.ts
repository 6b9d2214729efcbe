import type { Language } from '#lib/messages/index.js';
import type { SessionUser } from '#lib/net/api.js';

declare global {
  namespace App {
    interface Error {
      message: string;
      code?: string;
    }
    interface Locals {
      language: Language;
    }
    interface PageData {
      user?: SessionUser;
    }
  }
}

export {};
