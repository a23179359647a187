export { type Picture, readPicture } from './read-picture.ts';
export { registerPhotos } from './routes.ts';
export { type NewPhoto, storePhoto } from './store.ts';
export { photoTasks } from './tasks.ts';
