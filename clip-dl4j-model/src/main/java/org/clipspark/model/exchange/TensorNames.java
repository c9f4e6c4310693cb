package org.clipspark.model.exchange;

import java.util.Set;
import org.clipspark.model.compute.ParameterLayout;

/** The names one program gives to the tensors of a CLIP model. */
sealed interface TensorNames permits OpenClipNames, HuggingFaceNames {
    /** What to call the scheme in reports. */
    String scheme();

    /** Where the tensor of that name goes; a name that no model has stands for itself. */
    Placement place(String name);

    /** Whether a tensor holds no weights but a number that follows from the architecture. */
    boolean isBuffer(String name);

    /** The scheme that a file's names follow. */
    static TensorNames of(Set<String> names, ParameterLayout layout) {
        boolean isHuggingFace =
                names.stream().anyMatch(name -> name.startsWith("vision_model.") || name.startsWith("text_model."));
        return isHuggingFace ? new HuggingFaceNames(layout) : new OpenClipNames(names, layout);
    }
}
