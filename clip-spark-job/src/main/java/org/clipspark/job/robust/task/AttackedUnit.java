package org.clipspark.job.robust.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.robust.attack.AttackResult;

/**
 * What an attack did to some images.
 *
 * @param result the counts
 * @param examples a few of the images, for people
 */
public record AttackedUnit(AttackResult result, List<Example> examples) implements Serializable {
    /** Nothing attacked. */
    static final AttackedUnit NONE = new AttackedUnit(AttackResult.empty(), List.of());

    /** Copies the list. */
    public AttackedUnit {
        examples = List.copyOf(examples);
    }

    /**
     * An image before and after.
     *
     * @param before address of the picture
     * @param after address of the picture
     */
    public record Example(String before, String after) implements Serializable {}

    AttackedUnit plus(AttackedUnit other) {
        List<Example> all = new ArrayList<>(examples);
        all.addAll(other.examples);
        return new AttackedUnit(result.plus(other.result), all);
    }
}
