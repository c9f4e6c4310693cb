package org.clipspark.prep.source;

/** How images and text are stored. */
public enum SourceKind {
    /** What the files' names say. */
    AUTO,
    /** Parquet with the image bytes or their addresses in a column, as img2dataset and LAION write it. */
    PARQUET,
    /** Tar archives whose members share the first part of their name. */
    WEBDATASET,
    /** One folder of images for each class. */
    FOLDERS,
    /** A folder of images, at any depth, without classes. */
    IMAGES,
    /** Text with the path or the address of an image and its caption in each line: CSV, TSV, JSON lines, lists. */
    TABLE,
    /** Captions of images as the COCO data set has them, in one JSON file. */
    COCO
}
