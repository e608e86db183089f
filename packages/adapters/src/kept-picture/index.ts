export { pictureInBrowser } from './in-browser.js';
export { keepPicture, type KeepPictureOptions, type KeptResult, type PictureStore } from './kept-picture.js';
