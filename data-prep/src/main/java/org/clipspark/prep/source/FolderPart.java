package org.clipspark.prep.source;

import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;

/**
 * Some images of a folder.
 *
 * @param base the folder
 * @param hasClasses whether the folders in it are classes
 * @param source number of the source
 * @param files names below the base, in order, each with its stamp
 * @param templates captions
 * @param maxImageBytes larger images are not read
 */
record FolderPart(
        String base, boolean hasClasses, int source, List<FoundFile> files, List<String> templates, long maxImageBytes)
        implements SourcePart {
    @Override
    public String id() {
        StringBuilder id = new StringBuilder().append(source);
        files.forEach(file -> id.append('|').append(file.path()).append('|').append(file.stamp()));
        return id.toString();
    }

    @Override
    public List<String> inputs() {
        return files.stream().map(file -> file.path() + "|" + file.stamp()).toList();
    }

    @Override
    public Iterator<SourcePair> pairs(Configuration hadoop) {
        CaptionTemplates captions = new CaptionTemplates(templates);
        return files.stream().map(file -> pair(file.path(), captions, hadoop)).iterator();
    }

    private SourcePair pair(String file, CaptionTemplates captions, Configuration hadoop) {
        PairOrigin origin = new PairOrigin(source, file, 0);
        PairText text = new PairText(List.of(), file, PairText.NO_LABEL, "");
        PairText captioned = hasClasses
                ? captions.fill(text.withClass(file.substring(0, file.indexOf('/'))), file)
                : captions.about(thing(file), text, file);
        return FileBytes.pair(origin, file, captioned, new Path(base + "/" + file), maxImageBytes, hadoop);
    }

    /** The innermost folder, or the file's own name without its ending where there is none. */
    private static String thing(String file) {
        String[] names = file.split("/", -1);
        return names.length > 1 ? names[names.length - 2] : file.replaceAll("(?<=.)\\.[^.]*$", "");
    }
}
