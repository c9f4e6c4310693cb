/** Changes of captions and prompts that leave their meaning to a human reader. Entry point: {@link TextPerturbation}. */
@NullMarked
package org.clipspark.job.robust.text;

import org.jspecify.annotations.NullMarked;
