import type { Picture } from '../../contract/picture.ts';

/** What somebody pasted: bars, the last of them higher than it should be. */
export const PASTED: Picture = {
  type: 'image/png',
  base64:
    'iVBORw0KGgoAAAANSUhEUgAAAUAAAACWBAMAAABdrkwfAAAAD1BMVEX//PDm5Nm8UhVmgAtvbmkhDvT3AAAAmklEQVR42u3WwQmAMAxA0azgCq' +
    '7gCt1/Jo8VBClKbazvH3PJO4XEkrwABARsAJbLAAEB8wPdQUDALwMlSZIkSXreWgMEBAQEBAQEBJweuNUAAQEBAQEBAZMBz8sBAQEB/w5smQAC' +
    'Ao4C3uMAAgICAgIC9nveAQEBMwP7TQABAQHHA9/kAAICAgICAgICAgICHisJC0mSJEnztwPq8D4/0Xs0qgAAAABJRU5ErkJggg==',
};
