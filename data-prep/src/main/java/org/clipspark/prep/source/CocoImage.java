package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.List;

/**
 * One image of a file of COCO captions.
 *
 * @param id its name; empty where the entry has none
 * @param file name of its file, or the empty string
 * @param url its address, or the empty string
 * @param captions all that annotate it
 */
record CocoImage(String id, String file, String url, List<String> captions) implements Serializable {
    CocoImage {
        captions = List.copyOf(captions);
    }

    CocoImage withCaptions(List<String> others) {
        return new CocoImage(id, file, url, others);
    }
}
