// Preloaded in every thread of a test, so that threads run from source too; `--import=tsx` alone reaches only the first.
import { register } from 'tsx/esm/api';

register();
