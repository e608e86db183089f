// Preloaded in every thread of a test, so that programs and threads that a test starts run from source too.
import { register } from 'node:module';

register('./typescript.mjs', import.meta.url);
// Errors name the lines of the source.
process.setSourceMapsEnabled(true);
