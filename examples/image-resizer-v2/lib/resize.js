"use strict";

const sharp = require("sharp");

exports.resize = (image, width) => sharp(image).resize({ width }).toBuffer();
