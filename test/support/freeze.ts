Object.freeze(Object.prototype);
