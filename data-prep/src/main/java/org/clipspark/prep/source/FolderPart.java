package org.clipspark.prep.source;

import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;

/**
 * Some images of class folders.
 *
 * @param base the folder of the class folders
 * @param source number of the source
 * @param files names below the base, in order, each with its stamp
 * @param templates captions of classes
 * @param maxImageBytes larger images are not read
 */
record FolderPart(String base, int source, List<FoundFile> files, List<String> templates, long maxImageBytes)
        implements SourcePart {
    @Override
    public String id() {
        StringBuilder id = new StringBuilder().append(source);
        files.forEach(file -> id.append('|').append(file.path()).append('|').append(file.stamp()));
        return id.toString();
    }

    @Override
    public Iterator<SourcePair> pairs(Configuration hadoop) {
        CaptionTemplates captions = new CaptionTemplates(templates);
        return files.stream().map(file -> pair(file.path(), captions, hadoop)).iterator();
    }

    private SourcePair pair(String file, CaptionTemplates captions, Configuration hadoop) {
        String className = file.substring(0, file.indexOf('/'));
        PairText text = captions.fill(new PairText(List.of(), file, PairText.NO_LABEL, className), file);
        PairOrigin origin = new PairOrigin(source, file, 0);
        return FileBytes.pair(origin, file, text, new Path(base + "/" + file), maxImageBytes, hadoop);
    }
}
