package shop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.ServiceLoader;
import org.lib.tasks.Tasks;
import software.amazon.awssdk.services.s3.S3Client;

public class Jobs {
    static final S3Client s3 = S3Client.create();

    static class Inner implements Runnable {
        public void run() {
            s3.deleteBucket(b -> b.bucket("inner"));
        }
    }

    void bound() {
        s3.deleteBucket(b -> b.bucket("bound"));
    }

    void listed() {
        s3.deleteBucket(b -> b.bucket("listed"));
    }

    void never() {
        s3.deleteBucket(b -> b.bucket("never"));
    }

    public static void main(String[] args) throws Throwable {
        ((Runnable) Class.forName("shop.Jobs$Inner").getDeclaredConstructor().newInstance()).run();
        ((Runnable) Class.forName("shop.Beside").getDeclaredConstructor().newInstance()).run();
        Jobs jobs = new Jobs();
        MethodHandles.lookup().bind(jobs, "bound", MethodType.methodType(void.class)).invoke();
        Tasks.run(List.of(jobs::listed));
        ServiceLoader.load(Step.class).stream().map(ServiceLoader.Provider::get).forEach(Step::step);
    }
}

class Beside implements Runnable {
    public void run() {
        Jobs.s3.deleteBucket(b -> b.bucket("beside"));
    }
}

interface Step {
    void step();
}

class FirstStep implements Step {
    public void step() {
        Jobs.s3.deleteBucket(b -> b.bucket("step"));
    }
}
